import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { parseEnvironmentId } from '../../domain/environments.ts';
import { findAccount } from '../../storage/repositories/accounts.ts';
import { findActiveMemberships } from '../../storage/repositories/members.ts';
import { isAllowed, READ_AUDIT, READ_CREDENTIALS, READ_MEMBERS, READ_WEBHOOKS, WRITE_DELIVERIES } from '../access-rules.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { environmentValue } from '../environments/environment.resolver.ts';
import { findSigningKey } from '../credentials/signing-key.resolver.ts';
import { badUserInput } from '../page.type.ts';
import { Node, nodePrefixOf, type NodePrefix } from './node.type.ts';

const MAX_NODES = 100;

interface Identified { id: string }
type Finder = (context: GraphqlContext, id: string) => Promise<Identified | null> | Identified | null;

/** One finder a type. What the caller may not read is as absent as what does not exist, so that ids cannot be probed. */
const FINDERS: Readonly<Record<NodePrefix, Finder>> = {
  acc: findOwnAccount,
  env: findEnvironment,
  mem: (context, id) => (id === viewerOf(context).member?.id || isAllowed(context, READ_MEMBERS) ? context.loaders.actor.load(id) : null),
  evtype: (context, id) => context.deps.catalogue.byId(viewerOf(context).accountId, id),
  wh: readable(({ loaders }, id) => loaders.webhookOrDeleted.load(id)),
  evt: readable(({ loaders }, id) => loaders.event.load(id)),
  dlv: readable(({ loaders }, id) => loaders.delivery.load(id)),
  att: readable(({ loaders }, id) => loaders.attempt.load(id)),
  sk: administrable(findSigningKey),
  key: administrable(({ loaders }, id) => loaders.actor.load(id)),
  aud: (context, id) => (isAllowed(context, READ_AUDIT) ? context.loaders.auditEntry.load(id) : null),
  bulk: (context, id) => (isAllowed(context, WRITE_DELIVERIES) ? context.loaders.operation.load(id) : null),
};

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: 'Refetch any object.' })
  @Access()
  node(@Ctx() context: GraphqlContext, @Arg('id', () => ID, { description: 'Global id.' }) id: string) {
    return findNode(context, id);
  }

  @Query(() => [Node], { nullable: 'items', description: 'Refetch many objects; unknown ids give null at their place.' })
  @Access()
  nodes(@Ctx() context: GraphqlContext, @Arg('ids', () => [ID], { description: 'Global ids, at most 100.' }) ids: string[]) {
    if (ids.length > MAX_NODES) throw badUserInput(`At most ${MAX_NODES} ids can be fetched at once; these are ${ids.length}.`);
    return ids.map((id) => findNode(context, id));
  }
}

/** Any object by its id; null when there is none that the caller may read. */
export function findNode(context: GraphqlContext, id: string) {
  const prefix = nodePrefixOf(id);
  return prefix ? FINDERS[prefix](context, id) : null;
}

/** The account in which the caller acts, and those to which they may switch. */
async function findOwnAccount(context: GraphqlContext, id: string): Promise<Identified | null> {
  const { accountId, member } = viewerOf(context);
  const { store } = context.deps;
  const isOwn = id === accountId || (member !== null && (await findActiveMemberships(store, member.personId)).some((each) => each.accountId === id));
  return isOwn ? findAccount(store, id) : null;
}

function findEnvironment(context: GraphqlContext, id: string): Identified | null {
  const viewer = viewerOf(context);
  const parsed = parseEnvironmentId(id);
  const isVisible = parsed?.accountId === viewer.accountId && viewer.environments.includes(parsed.environment);
  return parsed && isVisible ? environmentValue(parsed.accountId, parsed.environment) : null;
}

function readable(find: Finder): Finder {
  return (context, id) => (isAllowed(context, READ_WEBHOOKS) ? find(context, id) : null);
}

function administrable(find: Finder): Finder {
  return (context, id) => (isAllowed(context, READ_CREDENTIALS) ? find(context, id) : null);
}
