import { t } from '../i18n.ts';
import type { SchemaEnum } from '../graphql.ts';

export type Role = SchemaEnum<'Role'>;

export const roleLabel = (role: Role): string => t(`common.roles.${role}`);
