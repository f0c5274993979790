import { registerEnumType } from 'type-graphql';
import { API_SCOPES, ROLES } from '../../domain/roles.ts';
import { enumOf } from '../enums.ts';

export const Role = enumOf(ROLES);
registerEnumType(Role, {
  name: 'Role',
  description: 'Member roles, lowest first.',
  valuesConfig: {
    VIEWER: { description: 'Reads licences and reports. No webhook pages: those need ADMIN.' },
    OPERATOR: { description: 'Day-to-day licence work; no webhook administration.' },
    ADMIN: { description: 'Manages webhooks, deliveries, API keys and retry settings.' },
    SUPER_ADMIN: { description: 'Also manages members, retention, signing keys and protected environments.' },
  },
});

export const ApiScope = enumOf(API_SCOPES);
registerEnumType(ApiScope, {
  name: 'ApiScope',
  description: 'What an API key may do.',
  valuesConfig: {
    WEBHOOKS_READ: { description: 'Read webhooks, deliveries and the catalogue.' },
    WEBHOOKS_WRITE: { description: 'Create, change and delete webhooks.' },
    DELIVERIES_WRITE: { description: 'Replay and cancel deliveries.' },
    EVENTS_PUBLISH: { description: 'Publish events.' },
    AUDIT_READ: { description: 'Read the audit log.' },
  },
});
