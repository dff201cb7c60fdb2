// `npm run render`: writes k8s/workshop.yaml, the chart with its default values. Needs Helm.
import { writeFileSync } from 'node:fs';
import { renderChart } from './lib/chart.ts';

writeFileSync('k8s/workshop.yaml', await renderChart());
console.log('✓ k8s/workshop.yaml');
