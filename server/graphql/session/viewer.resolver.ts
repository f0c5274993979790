import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { FIRST_ACCOUNT_ID } from '../../auth/first-start.ts';
import type { Viewer as Caller } from '../../auth/viewer.ts';
import { MAX_WEBHOOKS_PER_ENVIRONMENT } from '../../commands/create-webhook.ts';
import { FIRST_KEY_SET_PATH, keySetPath } from '../../domain/signing/key-set-path.ts';
import { ALL_SCHEMES } from '../../domain/signing/scheme.ts';
import type { Account as AccountRow } from '../../storage/entities/account.ts';
import { findAccount, findAccounts } from '../../storage/repositories/accounts.ts';
import { findApiKey } from '../../storage/repositories/api-keys.ts';
import { findActiveMemberships, findMember } from '../../storage/repositories/members.ts';
import { Access, allowedOperations, Open, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { environmentValue, type EnvironmentValue } from '../environments/environment.resolver.ts';
import { MAX_PAGE_SIZE } from '../page.type.ts';
import { secretNameOf, verificationSnippets } from '../webhooks/verification-snippets.ts';
import { ServiceInfo, Viewer } from './viewer.type.ts';

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, { description: 'Who is calling.' })
  @Access()
  viewer(@Ctx() context: GraphqlContext): Caller {
    return viewerOf(context);
  }

  @Query(() => ServiceInfo, { description: 'Facts about this server.' })
  @Open('receivers need our addresses and the key set before anybody has an account')
  service(@Ctx() { service, deps, viewer, loaders }: GraphqlContext) {
    const { version, publicUrl, sourceAddresses } = service;
    const jwksUrl = `${publicUrl}${viewer ? keySetPath(viewer.accountId) : FIRST_KEY_SET_PATH}`;
    const snippets = async () => verificationSnippets({
      schemes: ALL_SCHEMES, key: await loaders.signingKey.load(viewer?.accountId ?? FIRST_ACCOUNT_ID), keySetUrl: jwksUrl, secretName: secretNameOf(''),
    });
    return {
      version, sourceAddresses, jwksUrl,
      maxPayloadBytes: deps.settings.maxPayloadBytes,
      maxPageSize: MAX_PAGE_SIZE,
      maxWebhooksPerEnvironment: MAX_WEBHOOKS_PER_ENVIRONMENT,
      schemaUrl: `${publicUrl}/schema.graphql`,
      verificationSnippets: snippets,
    };
  }

  @FieldResolver()
  async account(@Root() { accountId }: Caller, @Ctx() { deps }: GraphqlContext): Promise<AccountRow> {
    const account = await findAccount(deps.store, accountId);
    if (!account) throw new Error(`Account ${accountId} is gone.`);
    return account;
  }

  @FieldResolver()
  async accounts(@Root() viewer: Caller, @Ctx() context: GraphqlContext): Promise<AccountRow[]> {
    if (!viewer.member) return [await this.account(viewer, context)];
    const memberships = await findActiveMemberships(context.deps.store, viewer.member.personId);
    return findAccounts(context.deps.store, memberships.map(({ accountId }) => accountId));
  }

  @FieldResolver()
  member(@Root() { accountId, member }: Caller, @Ctx() { deps }: GraphqlContext) {
    return member && findMember(deps.store.reader, accountId, member.id);
  }

  @FieldResolver()
  apiKey(@Root() { accountId, apiKeyId }: Caller, @Ctx() { deps }: GraphqlContext) {
    return apiKeyId && findApiKey(deps.store, accountId, apiKeyId);
  }

  @FieldResolver()
  environments(@Root() { accountId, environments }: Caller): EnvironmentValue[] {
    return environments.map((key) => environmentValue(accountId, key));
  }

  @FieldResolver()
  allowedOperations(@Root() viewer: Caller, @Info() { schema }: GraphQLResolveInfo): string[] {
    return allowedOperations(schema, viewer);
  }
}
