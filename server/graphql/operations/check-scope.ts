import { checkFilter } from '../page.type.ts';
import type { DeliveryScopeInput } from './bulk-operation.input.ts';

/** A scope whose filter keeps to the limits of every list. */
export function checkScope(scope: DeliveryScopeInput): DeliveryScopeInput {
  return scope.filter ? { ...scope, filter: checkFilter(scope.filter) } : scope;
}
