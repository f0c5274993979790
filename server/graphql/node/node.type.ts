import { Field, ID, InterfaceType } from 'type-graphql';
import { prefixOf, type IdPrefix } from '../../domain/ids.ts';

/** GraphQL type behind each kind of id that can be refetched. */
export const NODE_TYPES = {
  acc: 'Account',
  env: 'Environment',
  mem: 'Member',
  evtype: 'EventType',
  wh: 'Webhook',
  evt: 'WebhookEvent',
  dlv: 'Delivery',
  att: 'DeliveryAttempt',
  sk: 'SigningKey',
  key: 'ApiKey',
  bulk: 'BulkOperation',
  aud: 'AuditEntry',
} as const satisfies Partial<Record<IdPrefix, string>>;

export type NodePrefix = keyof typeof NODE_TYPES;

export function nodePrefixOf(id: string): NodePrefix | null {
  const prefix = prefixOf(id);
  return prefix !== null && prefix in NODE_TYPES ? (prefix as NodePrefix) : null;
}

/** Resolvers return plain rows, so the prefix of the id tells the type. */
const typeOf = ({ id }: { id: string }): string | undefined => {
  const prefix = nodePrefixOf(id);
  return prefix ? NODE_TYPES[prefix] : undefined;
};

@InterfaceType({ description: 'An object with a globally unique id that `Query.node` can refetch.', resolveType: typeOf })
export abstract class Node {
  @Field(() => ID, { description: 'Globally unique, opaque, prefixed by type.' }) id!: string;
}
