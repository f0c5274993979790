import { EXPORT_FILES, exportHead, exportLine, type ExportedAttempt, type ExportForm } from '../domain/attempt-export.ts';
import { bodyText } from '../domain/body-text.ts';
import { newId } from '../domain/ids.ts';
import { formatDateTime } from '../domain/time.ts';
import type { AttemptFilter } from '../storage/attempt-filter.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import type { BulkOperation } from '../storage/entities/bulk-operation.ts';
import { exportRows, findExportBodies, type ExportBodies, type ExportRow } from '../storage/export-rows.ts';
import { findOperation } from '../storage/repositories/bulk-operations.ts';
import { beginOperation, type BegunOperation } from './bulk-operations.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';

/** A body can be a megabyte. */
const BODIES_AT_ONCE = 16;

export interface ExportAttemptsInput {
  filter: AttemptFilter;
  form: ExportForm;
  /** Repeating with the same key begins nothing new; without one every request begins an export. */
  idempotencyKey: string | null;
}

/** Begins an export: its rows are counted in the background, and then it can be downloaded as often as wanted. */
export function exportAttempts(deps: CommandDeps, caller: Caller, { filter, form, idempotencyKey }: ExportAttemptsInput): Promise<BegunOperation> {
  return beginOperation(deps, caller, {
    kind: 'EXPORT', scope: { attempts: filter }, idempotencyKey: idempotencyKey ?? newId('key'),
    options: { onlyUnsuccessful: false, targetWebhookId: null, maxRequestsPerSecond: null, export: form },
  });
}

/** A file that is made while it is read. */
export interface ExportFile {
  readonly name: string;
  readonly contentType: string;
  /** Parts of the text, each made when it is asked for. */
  readonly parts: () => AsyncGenerator<string>;
}

/** How the file of an operation is to look; null unless it is an export that is ready. */
export function readyForm({ kind, status, plan }: BulkOperation): ExportForm | null {
  return kind === 'EXPORT' && status === 'COMPLETED' ? plan.export ?? null : null;
}

/** The file of an export that is ready, and a note in the audit log of who fetches it; null when there is none that the caller may see. */
export async function openExport(deps: CommandDeps, caller: Caller, operationId: string): Promise<ExportFile | null> {
  const operation = await findOperation(deps.store, caller, operationId);
  const form = operation && readyForm(operation);
  if (!operation || !form) return null;
  await deps.store.write((tx) => noteAudit(tx, caller, {
    action: 'deliveryAttempts.download', target: { id: operation.id, name: operation.scopeDescription }, at: deps.clock(),
  }));
  const environments = operation.environments.filter((environment) => caller.environments.includes(environment));
  const { extension, contentType } = EXPORT_FILES[form.format];
  return { name: `keybell-attempts-${operation.id}.${extension}`, contentType, parts: () => partsOf(deps, { ...operation, environments }, form) };
}

async function* partsOf({ store }: CommandDeps, operation: BulkOperation, form: ExportForm): AsyncGenerator<string> {
  yield exportHead(form);
  for await (const rows of exportRows(store, operation)) {
    if (!form.includesBodies) yield rows.map((row) => exportLine(form, factsOf(row))).join('');
    else yield* partsWithBodies(store, rows, form);
  }
}

async function* partsWithBodies(store: CommandDeps['store'], rows: readonly ExportRow[], form: ExportForm): AsyncGenerator<string> {
  for (let start = 0; start < rows.length; start += BODIES_AT_ONCE) {
    const some = rows.slice(start, start + BODIES_AT_ONCE);
    const bodies = await findExportBodies(store, some);
    for (const row of some) yield exportLine(form, { ...factsOf(row), ...textsOf(bodies.get(row.id)) });
  }
}

function factsOf({ eventCode, startedAt, completedAt, ...row }: ExportRow): ExportedAttempt {
  return { ...row, eventType: eventCode, startedAt: formatDateTime(startedAt), completedAt: formatDateTime(completedAt) };
}

function textsOf(bodies: ExportBodies | undefined): Pick<ExportedAttempt, 'requestBody' | 'responseBody'> {
  if (!bodies) return { requestBody: null, responseBody: null };
  return { requestBody: bodies.request, responseBody: bodies.response && bodyText(bodies.response, { isCut: bodies.isResponseCut }) };
}
