import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { environmentId, type EnvironmentKey } from '../../domain/environments.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { Environment } from './environment.type.ts';

const NAMES: Readonly<Record<EnvironmentKey, string>> = { PRODUCTION: 'Production', STAGING: 'Staging', DEVELOPMENT: 'Development' };

/** What every resolver of an environment field returns. */
export interface EnvironmentValue { id: string; key: EnvironmentKey; name: string; isProtected: boolean }

export function environmentValue(accountId: string, key: EnvironmentKey): EnvironmentValue {
  return { id: environmentId(accountId, key), key, name: NAMES[key], isProtected: key === 'PRODUCTION' };
}

@Resolver(() => Environment)
export class EnvironmentResolver {
  @Query(() => [Environment], { description: 'Environments.' })
  @Access()
  environments(@Ctx() context: GraphqlContext): EnvironmentValue[] {
    const { accountId, environments } = viewerOf(context);
    return environments.map((key) => environmentValue(accountId, key));
  }

  @FieldResolver()
  @Access({ role: 'ADMIN', scope: 'WEBHOOKS_READ' })
  webhookCount(@Root() { key }: EnvironmentValue, @Ctx() { loaders }: GraphqlContext): Promise<number> {
    return loaders.webhookCount.load(key);
  }
}
