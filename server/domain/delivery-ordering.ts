/** Order of the deliveries to one webhook: as they come, or strictly one after the other. */
export const DELIVERY_ORDERINGS = ['PARALLEL', 'FIFO'] as const;

export type DeliveryOrdering = (typeof DELIVERY_ORDERINGS)[number];
