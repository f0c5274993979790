import { t } from '../../i18n.ts';
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
    name: t('members.permissions.console'),
    permissions: [
      { what: t('members.permissions.signIn'), from: 'VIEWER' },
      { what: t('members.permissions.readCatalogue'), from: 'VIEWER' },
    ],
  },
  {
    name: t('members.permissions.webhooks'),
    permissions: [
      { what: t('members.permissions.see'), from: 'ADMIN' },
      { what: t('members.permissions.change'), from: 'ADMIN' },
      { what: t('members.permissions.secrets'), from: 'ADMIN' },
      { what: t('members.permissions.deliveries'), from: 'ADMIN' },
      { what: t('members.permissions.publish'), from: 'SUPER_ADMIN' },
      { what: t('members.permissions.catalogue'), from: 'SUPER_ADMIN' },
    ],
  },
  {
    name: t('members.permissions.account'),
    permissions: [
      { what: t('members.permissions.settings'), from: 'ADMIN' },
      { what: t('members.permissions.retention'), from: 'SUPER_ADMIN' },
      { what: t('members.permissions.apiKeys'), from: 'ADMIN' },
      { what: t('members.permissions.seeKeys'), from: 'ADMIN' },
      { what: t('members.permissions.rotate'), from: 'SUPER_ADMIN' },
      { what: t('members.permissions.seeMembers'), from: 'ADMIN' },
      { what: t('members.permissions.members'), from: 'SUPER_ADMIN' },
      { what: t('members.permissions.accounts'), from: 'SUPER_ADMIN' },
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
  VIEWER: t('members.meanings.VIEWER'),
  OPERATOR: t('members.meanings.OPERATOR'),
  ADMIN: t('members.meanings.ADMIN'),
  SUPER_ADMIN: t('members.meanings.SUPER_ADMIN'),
};
