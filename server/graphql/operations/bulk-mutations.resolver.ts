import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { stopOperation, type BegunOperation } from '../../commands/bulk-operations.ts';
import { cancelDeliveries, cancelDelivery } from '../../commands/cancel-deliveries.ts';
import { replayDeliveries } from '../../commands/replay-deliveries.ts';
import { WRITE_DELIVERIES } from '../access-rules.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { orUserErrors } from '../errors.ts';
import {
  BulkOperationCancelPayload, DeliveriesCancelPayload, DeliveriesReplayPayload, DeliveryCancelPayload,
} from './bulk-operation-payload.type.ts';
import { BulkOperationCancelInput, DeliveriesCancelInput, DeliveriesReplayInput, DeliveryCancelInput } from './bulk-operation.input.ts';
import { checkScope } from './check-scope.ts';

@Resolver()
export class BulkMutationsResolver {
  @Mutation(() => DeliveriesReplayPayload, {
    description: 'Replay many deliveries as a bulk operation, each as a new delivery with its own retries.',
  })
  @Access(WRITE_DELIVERIES)
  deliveriesReplay(@Ctx() context: GraphqlContext, @Arg('input', () => DeliveriesReplayInput, { description: 'Input.' }) input: DeliveriesReplayInput) {
    return begun(() => replayDeliveries(context.deps, viewerOf(context), { ...input, scope: checkScope(input.scope) }));
  }

  @Mutation(() => DeliveryCancelPayload, { description: 'Stop a delivery that waits. An attempt that is running cannot be taken back.' })
  @Access(WRITE_DELIVERIES)
  async deliveryCancel(@Ctx() context: GraphqlContext, @Arg('input', () => DeliveryCancelInput, { description: 'Input.' }) { id }: DeliveryCancelInput) {
    const { delivery = null, userErrors } = await orUserErrors(async () => ({ delivery: await cancelDelivery(context.deps, viewerOf(context), id) }));
    return { delivery, userErrors };
  }

  @Mutation(() => DeliveriesCancelPayload, { description: 'Stop many deliveries as a bulk operation.' })
  @Access(WRITE_DELIVERIES)
  deliveriesCancel(@Ctx() context: GraphqlContext, @Arg('input', () => DeliveriesCancelInput, { description: 'Input.' }) input: DeliveriesCancelInput) {
    return begun(() => cancelDeliveries(context.deps, viewerOf(context), { ...input, scope: checkScope(input.scope) }));
  }

  @Mutation(() => BulkOperationCancelPayload, { description: 'Stop a bulk operation. Items already handled stay handled.' })
  @Access(WRITE_DELIVERIES)
  async bulkOperationCancel(
    @Ctx() context: GraphqlContext, @Arg('input', () => BulkOperationCancelInput, { description: 'Input.' }) { id }: BulkOperationCancelInput,
  ) {
    const { bulkOperation = null, userErrors } = await orUserErrors(async () => ({ bulkOperation: await stopOperation(context.deps, viewerOf(context), id) }));
    return { bulkOperation, userErrors };
  }
}

async function begun(command: () => Promise<BegunOperation>) {
  const { bulkOperation = null, isIdempotentReplay = false, userErrors } = await orUserErrors(command);
  return { bulkOperation, isIdempotentReplay, userErrors };
}
