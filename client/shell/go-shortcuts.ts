import type { ShortcutId } from '../lib/shortcuts.ts';
import { paths } from '../paths.ts';

/** Which page a sequence that begins with `g` leads to. */
export const GO_SHORTCUTS: readonly { id: ShortcutId; to: string }[] = [
  { id: 'goOverview', to: paths.overview },
  { id: 'goWebhooks', to: paths.webhooks },
  { id: 'goDeliveries', to: paths.deliveries },
  { id: 'goLive', to: paths.live },
  { id: 'goEvents', to: paths.events },
  { id: 'goCatalogue', to: paths.catalogue },
  { id: 'goOperations', to: paths.operations },
  { id: 'goSettings', to: paths.webhookSettings },
  { id: 'goCredentials', to: paths.apiCredentials },
  { id: 'goAuditLog', to: paths.auditLog },
  { id: 'goDocs', to: paths.apiDocs },
];
