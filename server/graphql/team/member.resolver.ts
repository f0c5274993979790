import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Member as MemberRow, Person } from '../../storage/entities/member.ts';
import { hasCome, MEMBER_ORDER, membersOf } from '../../storage/repositories/members.ts';
import { READ_MEMBERS } from '../access-rules.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { checkFilter, readConnection } from '../page.type.ts';
import { Member } from '../session/member.type.ts';
import { MemberConnection, MembersArgs } from './member-payload.type.ts';

@Resolver(() => Member)
export class MemberResolver {
  @Query(() => MemberConnection, { description: 'Members.' })
  @Access(READ_MEMBERS)
  async members(@Args(() => MembersArgs) { search, ...page }: MembersArgs, @Ctx() context: GraphqlContext) {
    const query = membersOf(context.deps.store, viewerOf(context).accountId, checkFilter({ search }).search);
    return { ...(await readConnection(query, MEMBER_ORDER, page)), totalCount: () => query.getCount() };
  }

  /** What somebody who never came is called in other accounts is nobody's business here, also once the invitation was taken back. */
  @FieldResolver()
  async name(@Root() member: MemberRow, @Ctx() context: GraphqlContext): Promise<string> {
    const { name, email } = await personOf(member, context);
    return hasCome(member) ? name : email;
  }

  @FieldResolver()
  async email(@Root() member: MemberRow, @Ctx() context: GraphqlContext): Promise<string> {
    return (await personOf(member, context)).email;
  }

  /** Not told of who never came, like the name. */
  @FieldResolver()
  async hasTwoFactor(@Root() member: MemberRow, @Ctx() { loaders }: GraphqlContext): Promise<boolean> {
    return hasCome(member) && loaders.hasTwoFactor.load(member.personId);
  }
}

async function personOf({ id, personId }: MemberRow, { loaders }: GraphqlContext): Promise<Person> {
  const person = await loaders.person.load(personId);
  if (!person) throw new Error(`Member ${id} has no person.`);
  return person;
}
