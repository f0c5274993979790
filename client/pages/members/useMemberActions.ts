import { useToast } from '@nuxt/ui/composables';
import type { CombinedError } from '@urql/core';
import { useUndo } from '../../composables/useUndo.ts';
import { t } from '../../i18n.ts';
import { problemOf } from '../../lib/problem.ts';
import type { Role } from '../../lib/roles.ts';
import { session } from '../../session.ts';
import { client } from '../../urql.ts';
import { MemberReinstateMutation, MemberRemoveMutation, MemberRoleUpdateMutation, MemberSuspendMutation, MemberTwoFactorResetMutation, type Member } from './members.queries.ts';

type Outcome = { userErrors: readonly { message: string }[] } | undefined;

/** A sentence that says why it failed; undefined when it is done. */
const failureOf = (error: CombinedError | undefined, outcome: Outcome): string | undefined => (error ? problemOf(error).message : outcome?.userErrors[0]?.message);

export const isOneself = ({ id }: Pick<Member, 'id'>): boolean => session.viewer.value?.member?.id === id;

/** Changes of members. Each answers with a sentence that says why it failed, as dialogs show it. */
export function useMemberActions(onChanged: () => void) {
  const toast = useToast();
  const { offerUndo } = useUndo();

  function done(failure: string | undefined, title: string): string | undefined {
    if (failure === undefined) {
      toast.add({ title, icon: 'i-lucide-circle-check' });
      onChanged();
    }
    return failure;
  }

  async function setRole({ id }: Member, role: Role): Promise<string | undefined> {
    const { data, error } = await client.mutation(MemberRoleUpdateMutation, { input: { id, role } }).toPromise();
    const failure = failureOf(error, data?.memberRoleUpdate);
    if (failure === undefined) onChanged();
    return failure;
  }

  async function changeRole(member: Member, role: Role): Promise<string | undefined> {
    const failure = await setRole(member, role);
    if (failure !== undefined) return failure;
    // Whoever lowers themselves goes on with fewer rights: everything that is loaded with the old ones goes.
    if (isOneself(member)) location.reload();
    else offerUndo({ title: t('members.done.role', { name: member.name }), undo: () => setRole(member, member.role) });
  }

  async function suspend({ id, name }: Member): Promise<string | undefined> {
    const { data, error } = await client.mutation(MemberSuspendMutation, { input: { id } }).toPromise();
    return done(failureOf(error, data?.memberSuspend), t('members.done.suspended', { name }));
  }

  async function reinstate({ id, name }: Member): Promise<void> {
    const { data, error } = await client.mutation(MemberReinstateMutation, { input: { id } }).toPromise();
    const failure = done(failureOf(error, data?.memberReinstate), t('members.done.reinstated', { name }));
    if (failure) toast.add({ title: t('members.done.notReinstated', { name }), description: failure, color: 'error', icon: 'i-lucide-circle-x' });
  }

  async function resetTwoFactor({ id, name }: Member): Promise<string | undefined> {
    const { data, error } = await client.mutation(MemberTwoFactorResetMutation, { input: { id } }).toPromise();
    return done(failureOf(error, data?.memberTwoFactorReset), t('members.twoFactor.done', { name }));
  }

  async function remove({ id, name }: Member): Promise<string | undefined> {
    const { data, error } = await client.mutation(MemberRemoveMutation, { input: { id } }).toPromise();
    return done(failureOf(error, data?.memberRemove), t('members.done.removed', { name }));
  }

  return { changeRole, suspend, reinstate, resetTwoFactor, remove };
}
