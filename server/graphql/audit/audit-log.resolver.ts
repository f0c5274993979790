import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { isSystemComponent } from '../../domain/audit.ts';
import type { AuditEntry as EntryRow } from '../../storage/entities/audit-entry.ts';
import { auditEntriesOf, NEWEST_ENTRY_FIRST } from '../../storage/repositories/audit-log.ts';
import { READ_AUDIT } from '../access-rules.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { findNode } from '../node/node.resolver.ts';
import { checkFilter, readConnection } from '../page.type.ts';
import { AuditLogArgs } from './audit-log.input.ts';
import { AuditEntry, AuditEntryConnection } from './audit-log.type.ts';

@Resolver(() => AuditEntry)
export class AuditLogResolver {
  @Query(() => AuditEntryConnection, {
    description: 'Audit log, newest first. An API key that is held to some environments sees what was done there, and what it did itself.',
  })
  @Access(READ_AUDIT)
  async auditLog(@Ctx() context: GraphqlContext, @Args(() => AuditLogArgs) args: AuditLogArgs) {
    const query = auditEntriesOf(context.deps.store, viewerOf(context), checkFilter(args.filter));
    return readConnection(query, NEWEST_ENTRY_FIRST, args);
  }

  @FieldResolver()
  actor(@Root() { actorId }: EntryRow, @Ctx() { loaders }: GraphqlContext) {
    return isSystemComponent(actorId) ? { component: actorId } : loaders.actor.load(actorId);
  }

  @FieldResolver()
  target(@Root() { targetId }: EntryRow, @Ctx() context: GraphqlContext) {
    return findNode(context, targetId);
  }
}
