import { problemOf } from '../../lib/problem.ts';
import { client } from '../../urql.ts';
import { DeliveryCancelMutation } from './deliveries.queries.ts';

/** Stops a delivery that waits. The answer is a sentence that says why it was not stopped; what becomes of it arrives through its stream. */
export async function cancelDelivery(id: string): Promise<string | void> {
  const { data, error } = await client.mutation(DeliveryCancelMutation, { input: { id } }).toPromise();
  if (error) return problemOf(error).message;
  return data?.deliveryCancel.userErrors[0]?.message;
}
