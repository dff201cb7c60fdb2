import { badRequest, type Problem } from '@chaos-workshop/service-kit';

export function unknownProduct(id: string): Problem {
  return badRequest(
    'unknown-product',
    `There is no product "${id}" on the menu. Take it off the order and send it again.`,
  );
}
