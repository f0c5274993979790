import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const HTTP_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const ATTEMPT_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30];

/** What the process counts, for Prometheus at `/metrics`. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #registers = [this.#registry];

  readonly httpRequests = new Counter({
    name: 'keybell_http_requests_total', help: 'HTTP requests answered.', labelNames: ['route', 'status'], registers: this.#registers,
  });

  readonly httpSeconds = new Histogram({
    name: 'keybell_http_request_duration_seconds', help: 'Time from the request to the end of its answer.', labelNames: ['route'],
    buckets: HTTP_SECONDS, registers: this.#registers,
  });


  readonly attempts = new Counter({
    name: 'keybell_delivery_attempts_total', help: 'Delivery attempts recorded; result is SUCCEEDED or the failure code.',
    labelNames: ['result'], registers: this.#registers,
  });

  readonly attemptSeconds = new Histogram({
    name: 'keybell_delivery_attempt_duration_seconds', help: 'Time that receivers took, from connecting to the end of the response.',
    buckets: ATTEMPT_SECONDS, registers: this.#registers,
  });

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** Adds a gauge that is read when somebody asks for the metrics. */
  observe(name: string, help: string, read: () => number): void {
    new Gauge({ name, help, registers: this.#registers, collect() { this.set(read()); } });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All metrics in the text format of Prometheus. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
