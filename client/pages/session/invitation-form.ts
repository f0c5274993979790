import { t } from '../../i18n.ts';
import type { errorsByField } from '../../lib/user-errors.ts';

export const SHORTEST_PASSWORD = 12;
const LONGEST_PASSWORD = 200;

export const INVITATION_FIELDS = ['token', 'name', 'password', 'code'] as const;
export type InvitationErrors = ReturnType<typeof errorsByField<(typeof INVITATION_FIELDS)[number]>>;

/** `new` chooses a name and a password; `known` can sign in already, for another account, and proves it. */
export type Standing = 'new' | 'known';

export interface InvitationForm {
  standing: Standing;
  name: string;
  password: string;
  /** Of the second factor, once the server asked for it. */
  code: string;
}

/** What can be said to be wrong without asking the server. */
export function invitationProblems({ standing, name, password }: Omit<InvitationForm, 'code'>): InvitationErrors {
  if (standing === 'known') return password === '' ? { password: t('session.password.enter') } : {};
  const length = [...password].length;
  return {
    ...(name.trim() === '' && { name: t('session.invitation.enterName') }),
    ...(length < SHORTEST_PASSWORD && { password: t('session.password.short', { n: SHORTEST_PASSWORD, length }) }),
    ...(length > LONGEST_PASSWORD && { password: t('session.password.long', { n: LONGEST_PASSWORD, length }) }),
  };
}

/**
 * What somebody must be after the server's answer to a form without problems of its own. Before, only the server knows: a link says
 * nothing about a person to whoever holds it.
 */
export function standingAfter(standing: Standing, errors: InvitationErrors): Standing {
  if (standing === 'new' && (errors.password || errors.code)) return 'known';
  return standing === 'known' && errors.name ? 'new' : standing;
}
