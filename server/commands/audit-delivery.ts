import type { AuditNote } from '../storage/audit-rows.ts';
import type { Delivery } from '../storage/entities/delivery.ts';

/** How the audit log names a delivery. */
export const auditTarget = ({ id, eventCode, webhookName, environment }: Delivery): AuditNote['target'] =>
  ({ id, name: `${eventCode} to ${webhookName}`, environment });
