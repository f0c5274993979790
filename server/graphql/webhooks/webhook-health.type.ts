import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { CIRCUIT_STATES, type CircuitState as Circuit } from '../../domain/circuit.ts';
import type { FailureCode } from '../../domain/outcome.ts';
import { HEALTH_STATES, type HealthState as State } from '../../domain/webhook-health.ts';
import { DeliveryFailureCode } from '../deliveries/delivery-attempt.type.ts';
import { enumOf } from '../enums.ts';
import { TimeRange } from '../page.type.ts';
import { DateTime } from '../scalars.ts';

export const HealthState = enumOf(HEALTH_STATES);

registerEnumType(HealthState, {
  name: 'HealthState',
  description: "Judgement of a webhook's recent deliveries.",
  valuesConfig: {
    IDLE: { description: 'No attempt in the window.' },
    HEALTHY: { description: 'Success rate at or above the healthy threshold.' },
    DEGRADED: { description: 'Some failures.' },
    FAILING: { description: 'Mostly failing or the circuit is open.' },
  },
});

export const CircuitState = enumOf(CIRCUIT_STATES);

registerEnumType(CircuitState, {
  name: 'CircuitState',
  description: 'Circuit breaker of one webhook.',
  valuesConfig: {
    CLOSED: { description: 'Attempts flow.' },
    OPEN: { description: 'Attempts wait until `circuitRetryAt`.' },
    HALF_OPEN: { description: 'A probe attempt decides.' },
  },
});

@ObjectType({ description: 'Failures of a kind.', simpleResolvers: true })
export class FailureCount {
  @Field(() => DeliveryFailureCode, { description: 'Code.' }) code!: FailureCode;
  @Field(() => Int, { nullable: true, description: 'HTTP status when the code is an HTTP one.' }) statusCode!: number | null;
  @Field(() => Int, { description: 'Failures.' }) count!: number;
}

@ObjectType({ description: 'Health of a webhook over a window.', simpleResolvers: true })
export class WebhookHealth {
  @Field(() => HealthState, { description: 'Judgement.' }) state!: State;
  @Field(() => String, { description: 'One sentence that names the cause, e.g. `38% of attempts timed out after 10 s`.' }) summary!: string;
  @Field(() => TimeRange, { description: 'Window, widened to whole hours.' }) window!: TimeRange;
  @Field(() => Int, { description: 'Attempts.' }) attemptCount!: number;
  @Field(() => Float, { nullable: true, description: 'Succeeded attempts divided by finished attempts; null without attempts.' })
  successRate!: number | null;
  @Field(() => Int, { description: 'Failures since the last success.' }) consecutiveFailures!: number;
  @Field(() => Int, { nullable: true, description: 'Median duration in ms.' }) p50Ms!: number | null;
  @Field(() => Int, { nullable: true, description: '95th percentile in ms.' }) p95Ms!: number | null;
  @Field(() => DateTime, { nullable: true, description: 'Last success.' }) lastSuccessAt!: number | null;
  @Field(() => DateTime, { nullable: true, description: 'Last failure.' }) lastFailureAt!: number | null;
  @Field(() => CircuitState, { description: 'Breaker.' }) circuit!: Circuit;
  @Field(() => DateTime, { nullable: true, description: 'When the open breaker lets a probe through.' }) circuitRetryAt!: number | null;
  @Field(() => DateTime, { nullable: true, description: 'When it will be switched off if failures go on; null when not failing.' })
  autoDisableAt!: number | null;
  @Field(() => Int, { description: 'Deliveries waiting or running, counted up to 10,000.' }) backlog!: number;
  @Field(() => [FailureCount], { description: 'Most frequent failure codes.' }) topFailures!: FailureCount[];
}
