import { loadConfigOrExit, runService } from '@chaos-workshop/service-kit';
import { AppModule } from './app.module.js';
import { variables } from './config.js';

const config = loadConfigOrExit(variables);
await runService(AppModule.with(config), config);
