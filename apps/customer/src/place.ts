// Where the customer goes: a cluster of the kubeconfig, or the addresses of the environment, as a pod has them.
import { storesOf } from './audit/audit.js';
import type { Stores } from './audit/compare.js';
import { readStores } from './audit/read-stores.js';
import { type Cluster, openCluster } from './cluster/cluster.js';
import { type LinkTo, traceLinks } from './cluster/trace-links.js';
import { Restaurant } from './http/restaurant.js';

/** Disposing of it ends what it has opened. */
export interface Place extends Disposable {
  restaurant: Restaurant;
  linkTo: LinkTo;
  stores: () => Promise<Stores>;
  /** @throws when what is there must not be deleted. */
  requirePlayground: () => Promise<void>;
}

/** @throws when there is no restaurant. */
export async function openPlace(where: { namespace: string; context?: string }): Promise<Place> {
  const { ORDER_URL: orders, LOYALTY_URL: loyalty, MYSQL_URL: mysql } = process.env;
  if (orders && loyalty && mysql) return atAddresses({ orders, loyalty }, new URL(mysql));
  const cluster = await openCluster(where.namespace, where.context);
  const [restaurant, linkTo] = await Promise.all([findRestaurant(cluster), traceLinks(cluster)]);
  const requirePlayground = () => cluster.requirePlayground(where.context);
  const dispose = () => cluster[Symbol.dispose]();
  return { restaurant, linkTo, stores: storesOf(cluster), requirePlayground, [Symbol.dispose]: dispose };
}

async function atAddresses(addresses: { orders: string; loyalty: string }, mysql: URL): Promise<Place> {
  const { connect } = await import('node:net');
  const { username: user, password, hostname: host, port } = mysql;
  const open = async () => connect({ host, port: Number(port || 3306) });
  return {
    restaurant: new Restaurant(addresses),
    linkTo: () => undefined,
    stores: () => readStores({ open, user, password: decodeURIComponent(password) }),
    requirePlayground: () => {
      const complaint =
        'a battery deletes all orders, and from ORDER_URL nobody can tell whether it may: use load';
      return Promise.reject(new Error(complaint));
    },
    [Symbol.dispose]: () => {},
  };
}

async function findRestaurant(cluster: Cluster): Promise<Restaurant> {
  const [orders, loyalty] = await Promise.all([
    cluster.service('order-service'),
    cluster.service('loyalty-service'),
  ]);
  return new Restaurant({ orders: orders.url, loyalty: loyalty.url });
}
