import { problem, RefusedError } from '../domain/errors.ts';
import type { GraphqlContext } from './context.ts';

/** The idempotency key of a request, given in the input or as a header; null when there is none. Two different ones are refused. */
export function requestKey({ idempotencyKey: header }: GraphqlContext, given: string | null | undefined): string | null {
  if (given != null && header != null && given !== header) {
    throw new RefusedError([problem('INVALID', 'The header Idempotency-Key names another key. Send one of the two.', ['input', 'idempotencyKey'])]);
  }
  return given ?? header ?? null;
}
