import { createUnionType, Field, ObjectType } from 'type-graphql';
import { prefixOf } from '../domain/ids.ts';
import { ApiKey } from './credentials/api-key.type.ts';
import { Member } from './session/member.type.ts';

@ObjectType({ description: 'The platform itself.', simpleResolvers: true })
export class SystemActor {
  @Field(() => String, { description: 'Component, e.g. `auto-disable`.' }) component!: string;
}

export const Actor = createUnionType({
  name: 'Actor',
  description: 'Who did something.',
  types: () => [Member, ApiKey, SystemActor] as const,
  resolveType: (actor: object) => {
    if (!('id' in actor)) return 'SystemActor';
    return prefixOf(String(actor.id)) === 'key' ? 'ApiKey' : 'Member';
  },
});
