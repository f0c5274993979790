import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { createApiKey } from '../../commands/create-api-key.ts';
import { revokeApiKey } from '../../commands/revoke-api-key.ts';
import type { ApiKey as ApiKeyRow } from '../../storage/entities/api-key.ts';
import type { PageOrder } from '../../storage/pages.ts';
import { apiKeysOf } from '../../storage/repositories/api-keys.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { environmentValue, type EnvironmentValue } from '../environments/environment.resolver.ts';
import { orUserErrors } from '../errors.ts';
import { PageArgs, readConnection } from '../page.type.ts';
import { ApiKey, ApiKeyConnection, ApiKeyCreateInput, ApiKeyCreatePayload, ApiKeyRevokeInput, ApiKeyRevokePayload } from './api-key.type.ts';

const NEWEST_FIRST: PageOrder<ApiKeyRow> = {
  name: 'apiKeys', direction: 'DESC', keys: [{ sql: 'apiKey.id', valueOf: (key) => key.id }],
};

@Resolver(() => ApiKey)
export class ApiKeyResolver {
  @Query(() => ApiKeyConnection, { description: 'API keys.' })
  @Access({ role: 'ADMIN' })
  async apiKeys(@Args(() => PageArgs) page: PageArgs, @Ctx() context: GraphqlContext) {
    const query = apiKeysOf(context.deps.store, viewerOf(context).accountId);
    return { ...(await readConnection(query, NEWEST_FIRST, page)), totalCount: () => query.getCount() };
  }

  @Mutation(() => ApiKeyCreatePayload, { description: 'Create an API key. The key is returned once, here.' })
  @Access({ role: 'ADMIN' })
  apiKeyCreate(@Arg('input', () => ApiKeyCreateInput, { description: 'Input.' }) input: ApiKeyCreateInput, @Ctx() context: GraphqlContext) {
    return orUserErrors(() => createApiKey(context.deps, viewerOf(context), { ...input, expiresAt: input.expiresAt ?? null }));
  }

  @Mutation(() => ApiKeyRevokePayload, { description: 'Revoke an API key at once.' })
  @Access({ role: 'ADMIN' })
  apiKeyRevoke(@Arg('input', () => ApiKeyRevokeInput, { description: 'Input.' }) { id }: ApiKeyRevokeInput, @Ctx() context: GraphqlContext) {
    return orUserErrors(async () => {
      const apiKey = await revokeApiKey(context.deps, viewerOf(context), id);
      context.doors.apiKeys.forget(apiKey.hash);
      context.doors.announceChange();
      return { apiKey };
    });
  }

  @FieldResolver()
  environments(@Root() { accountId, environments }: ApiKeyRow): EnvironmentValue[] {
    return environments.map((key) => environmentValue(accountId, key));
  }

  @FieldResolver()
  createdBy(@Root() { createdByMemberId }: ApiKeyRow, @Ctx() { loaders }: GraphqlContext) {
    return createdByMemberId && loaders.actor.load(createdByMemberId);
  }
}
