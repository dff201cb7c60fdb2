import { type Config, mysqlUrl, serviceVariables, variable } from '@chaos-workshop/service-kit';

export const variables = {
  ...serviceVariables,
  mysqlUrl: variable('MYSQL_URL', mysqlUrl('mysql://workshop:password@127.0.0.1:3306/menu')),
};

export type MenuConfig = Config<typeof variables>;
