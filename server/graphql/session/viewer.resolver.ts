import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { FIRST_ACCOUNT_ID } from '../../auth/first-start.ts';
import type { Viewer as Caller } from '../../auth/viewer.ts';
import { MAX_WEBHOOKS_PER_ENVIRONMENT } from '../../commands/create-webhook.ts';
import { provenUntil } from '../../domain/proof.ts';
import { FIRST_KEY_SET_PATH, keySetPath } from '../../domain/signing/key-set-path.ts';
import { ALL_SCHEMES } from '../../domain/signing/scheme.ts';
import { userAgentWords } from '../../domain/user-agent.ts';
import type { Account as AccountRow } from '../../storage/entities/account.ts';
import { findAccount, findAccounts } from '../../storage/repositories/accounts.ts';
import { findApiKey } from '../../storage/repositories/api-keys.ts';
import { findActiveMemberships, findMember } from '../../storage/repositories/members.ts';
import { countRecoveryCodes, findSecondFactor } from '../../storage/repositories/second-factors.ts';
import { Access, allowedOperations, Open, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { budgetKey } from '../cost-budget.ts';
import { environmentValue, type EnvironmentValue } from '../environments/environment.resolver.ts';
import { MAX_PAGE_SIZE } from '../page.type.ts';
import { secretNameOf, verificationSnippets } from '../webhooks/verification-snippets.ts';
import type { Session } from './console-session.type.ts';
import type { TwoFactor } from './two-factor.type.ts';
import { ServiceInfo, Viewer, type RateLimit } from './viewer.type.ts';

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, { description: 'Who is calling.' })
  @Access({ isForSetup: true })
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
  async member(@Root() { accountId, member }: Caller, @Ctx() { deps }: GraphqlContext) {
    return member && ownOf(await findMember(deps.store.reader, accountId, member.id));
  }

  @FieldResolver()
  async apiKey(@Root() { accountId, apiKeyId }: Caller, @Ctx() { deps }: GraphqlContext) {
    return apiKeyId && ownOf(await findApiKey(deps.store, accountId, apiKeyId));
  }

  @FieldResolver()
  environments(@Root() { accountId, environments }: Caller): EnvironmentValue[] {
    return environments.map((key) => environmentValue(accountId, key));
  }

  @FieldResolver()
  allowedOperations(@Root() viewer: Caller, @Info() { schema }: GraphQLResolveInfo): string[] {
    return allowedOperations(schema, viewer);
  }

  @FieldResolver()
  async twoFactor(@Root() { member }: Caller, @Ctx() { deps: { store } }: GraphqlContext): Promise<TwoFactor | null> {
    const factor = member && await findSecondFactor(store, member.personId);
    return factor && { enabledAt: factor.confirmedAt ?? 0, recoveryCodesLeft: await countRecoveryCodes(store, factor.personId) };
  }

  /** Asked again, for the answer to `twoFactorConfirm` tells that it is done. */
  @FieldResolver()
  async mustSetUpTwoFactor(@Root() { member, mustSetUpTwoFactor }: Caller, @Ctx() { deps: { store } }: GraphqlContext): Promise<boolean> {
    return mustSetUpTwoFactor && member !== null && await findSecondFactor(store, member.personId) === null;
  }

  @FieldResolver()
  reauthenticatedUntil(@Root() { provenAt }: Caller, @Ctx() { deps }: GraphqlContext): number | null {
    return provenUntil(provenAt, deps.clock());
  }

  @FieldResolver()
  async sessions(@Root() { member, sessionId }: Caller, @Ctx() { doors }: GraphqlContext): Promise<Session[]> {
    const sessions = member ? await doors.sessions.list(member.personId) : [];
    return sessions.map(({ id, createdAt, lastSeenAt, expiresAt, ipAddress, userAgent }) => (
      { id, createdAt, lastUsedAt: lastSeenAt, expiresAt, ipAddress, client: userAgentWords(userAgent), isCurrent: id === sessionId }
    ));
  }

  @FieldResolver()
  rateLimit(@Ctx() { budget, viewer, ip }: GraphqlContext): RateLimit {
    return budget.stateOf(budgetKey({ viewer, ip }));
  }
}

/** Who has just signed in or switched accounts is not yet who is asking, and may read all about themselves like anybody. */
const ownOf = <Row extends object>(row: Row | null): (Row & { isOwn: true }) | null => row && { ...row, isOwn: true };
