import type { SchemaEnum } from '../graphql.ts';

export type Role = SchemaEnum<'Role'>;

const LABELS: Record<Role, string> = { VIEWER: 'Viewer', OPERATOR: 'Operator', ADMIN: 'Admin', SUPER_ADMIN: 'Super Admin' };

export const roleLabel = (role: Role): string => LABELS[role];
