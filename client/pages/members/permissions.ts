import type { Role } from '../../lib/roles.ts';

/** Lowest first. */
export const ROLES: readonly Role[] = ['VIEWER', 'OPERATOR', 'ADMIN', 'SUPER_ADMIN'];

export interface Permission {
  what: string;
  /** Lowest role that has it. */
  from: Role;
}

export interface PermissionGroup {
  name: string;
  permissions: readonly Permission[];
}

/** What the roles may do in this console. The server decides; a test holds this against its rules. */
export const PERMISSION_GROUPS: readonly PermissionGroup[] = [
  {
    name: 'Console',
    permissions: [
      { what: 'Sign in and switch between own accounts', from: 'VIEWER' },
      { what: 'Read the event catalogue', from: 'VIEWER' },
    ],
  },
  {
    name: 'Webhooks',
    permissions: [
      { what: 'See webhooks, events and deliveries, also live', from: 'ADMIN' },
      { what: 'Create, change, test and delete webhooks', from: 'ADMIN' },
      { what: 'Reveal and replace signing secrets', from: 'ADMIN' },
      { what: 'Retry, replay and cancel deliveries', from: 'ADMIN' },
      { what: 'Publish events by hand', from: 'SUPER_ADMIN' },
      { what: 'Change the event catalogue', from: 'SUPER_ADMIN' },
    ],
  },
  {
    name: 'Account',
    permissions: [
      { what: 'Change the webhook settings', from: 'ADMIN' },
      { what: 'Choose how long logs and bodies are kept', from: 'SUPER_ADMIN' },
      { what: 'Create and revoke API keys', from: 'ADMIN' },
      { what: 'See the account\'s signing keys', from: 'ADMIN' },
      { what: 'Rotate the account\'s signing key', from: 'SUPER_ADMIN' },
      { what: 'See members and the audit log', from: 'ADMIN' },
      { what: 'Invite, change, suspend and remove members', from: 'SUPER_ADMIN' },
      { what: 'Make accounts', from: 'SUPER_ADMIN' },
    ],
  },
];

const rank = (role: Role) => ROLES.indexOf(role);

export const hasPermission = (role: Role, { from }: Permission): boolean => rank(role) >= rank(from);

export interface RoleChange {
  gains: string[];
  loses: string[];
}

/** What a change of roles means for a member. */
export function roleChange(before: Role, after: Role): RoleChange {
  const all = PERMISSION_GROUPS.flatMap(({ permissions }) => permissions);
  const only = (has: Role, hasNot: Role) => all.filter((each) => hasPermission(has, each) && !hasPermission(hasNot, each)).map(({ what }) => what);
  return { gains: only(after, before), loses: only(before, after) };
}

/** What each role is for. */
export const ROLE_MEANINGS: Record<Role, string> = {
  VIEWER: 'Reads licences and reports. No webhook pages.',
  OPERATOR: 'Day-to-day licence work. No webhook pages.',
  ADMIN: 'Manages webhooks, deliveries, API keys and settings.',
  SUPER_ADMIN: 'Also manages members, retention and signing keys.',
};
