import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { EXPORT_FORMATS, type ExportFormat as Format } from '../../domain/attempt-export.ts';
import type { UserProblem } from '../../domain/errors.ts';
import { DeliveryAttemptFilter } from '../deliveries/delivery.input.ts';
import { enumOf } from '../enums.ts';
import { UserError } from '../errors.ts';
import { BulkOperation } from './bulk-operation.type.ts';

export const ExportFormat = enumOf(EXPORT_FORMATS);

registerEnumType(ExportFormat, {
  name: 'ExportFormat',
  description: 'Format of an export.',
  valuesConfig: {
    CSV: { description: 'Comma-separated values as of RFC 4180, with a header. A text that a spreadsheet would run as a formula has an apostrophe before it.' },
    JSON_LINES: { description: 'One JSON object per line.' },
  },
});

@InputType({ description: 'Input of deliveryAttemptsExport.' })
export class DeliveryAttemptsExportInput {
  @Field(() => DeliveryAttemptFilter, { description: 'Filter.' }) filter!: DeliveryAttemptFilter;
  @Field(() => ExportFormat, { description: 'Format.' }) format!: Format;
  @Field(() => Boolean, { defaultValue: false, description: 'With bodies, as far as they are within their retention.' }) includeBodies!: boolean;
  @Field(() => String, { nullable: true, description: 'Repeating with the same key starts nothing new.' }) idempotencyKey?: string | null;
}

@ObjectType({ description: 'Result of deliveryAttemptsExport.', simpleResolvers: true })
export class DeliveryAttemptsExportPayload {
  @Field(() => BulkOperation, { nullable: true, description: 'Operation; follow it with `Subscription.bulkOperation` until its `downloadUrl` is there.' })
  bulkOperation!: BulkOperation | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}
