import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { issuePass } from '../../auth/download-pass.ts';
import { exportAttempts, readyForm } from '../../commands/export-attempts.ts';
import { EXPORTS_PATH } from '../../domain/attempt-export.ts';
import type { BulkOperation as OperationRow } from '../../storage/entities/bulk-operation.ts';
import { isAllowed, WRITE_DELIVERIES } from '../access-rules.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { orUserErrors } from '../errors.ts';
import { checkFilter } from '../page.type.ts';
import { requestKey } from '../request-key.ts';
import { BulkOperation } from './bulk-operation.type.ts';
import { DeliveryAttemptsExportInput, DeliveryAttemptsExportPayload } from './export.type.ts';

@Resolver(() => BulkOperation)
export class ExportResolver {
  @Mutation(() => DeliveryAttemptsExportPayload, {
    description: 'Export attempts as CSV or JSON lines, those there are now, oldest first. Secret values are masked as everywhere.',
  })
  @Access(WRITE_DELIVERIES)
  async deliveryAttemptsExport(
    @Ctx() context: GraphqlContext, @Arg('input', () => DeliveryAttemptsExportInput, { description: 'Input.' }) input: DeliveryAttemptsExportInput,
  ) {
    const filter = checkFilter(input.filter);
    const form = { format: input.format, includesBodies: input.includeBodies };
    const { bulkOperation = null, userErrors } = await orUserErrors(async () =>
      exportAttempts(context.deps, viewerOf(context), { filter, form, idempotencyKey: requestKey(context, input.idempotencyKey) }));
    return { bulkOperation, userErrors };
  }

  @FieldResolver()
  downloadUrl(@Root() operation: OperationRow, @Ctx() context: GraphqlContext): string | null {
    const pass = passFor(operation, context);
    return pass && `${context.service.publicUrl}${EXPORTS_PATH}${operation.id}?token=${encodeURIComponent(pass.token)}`;
  }

  @FieldResolver()
  downloadExpiresAt(@Root() operation: OperationRow, @Ctx() context: GraphqlContext): number | null {
    return passFor(operation, context)?.expiresAt ?? null;
  }
}

type Pass = ReturnType<typeof issuePass>;

const passes = new WeakMap<GraphqlContext, Map<string, Pass>>();

/** Both fields of an answer are about the same pass. Null when there is nothing to fetch, or the caller may not. */
function passFor(operation: OperationRow, context: GraphqlContext): Pass | null {
  if (!context.viewer || !readyForm(operation) || !isAllowed(context, WRITE_DELIVERIES)) return null;
  const known = passes.get(context) ?? new Map<string, Pass>();
  const pass = known.get(operation.id) ?? issuePass(context.deps, context.viewer, operation.id);
  passes.set(context, known.set(operation.id, pass));
  return pass;
}
