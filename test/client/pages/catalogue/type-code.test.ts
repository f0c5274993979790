import { describe, expect, it } from 'vitest';
import { typeCode } from '../../../../client/pages/catalogue/type-code.ts';
import { typeModel, typeName } from '../../../../client/pages/catalogue/type-model.ts';

const SCHEMA = {
  type: 'object',
  required: ['eventCode', 'payload'],
  properties: {
    eventCode: { const: 'seat.added' },
    sample: { const: true },
    payload: {
      type: 'object',
      required: ['seat', 'count'],
      properties: {
        seat: { $ref: '#/$defs/seat' },
        before: { anyOf: [{ $ref: '#/$defs/seat' }, { type: 'null' }] },
        count: { type: 'integer' },
        'expires-at': { type: ['string', 'null'], description: 'When it ends; <never> is null.' },
        tags: { type: 'array', items: { enum: ['new', 'paid'] } },
        metadata: { type: 'object', additionalProperties: { type: 'string' } },
      },
    },
  },
  $defs: { seat: { type: 'object', description: 'A seat.', required: ['id'], properties: { id: { type: 'string' }, parent: { $ref: '#/$defs/seat' } } } },
};

describe('the types of an event', () => {
  it('have one name for each definition, also of one that contains itself', () => {
    const types = typeModel(SCHEMA, 'SeatAddedEvent');
    expect(types.map(({ name }) => name)).toEqual(['Seat', 'SeatAddedEventPayload', 'SeatAddedEvent']);
    expect(types[0]?.members[1]?.shape).toEqual({ kind: 'object', name: 'Seat' });
  });

  it('are interfaces in TypeScript', () => {
    expect(typeCode('typescript', 'seat.added', SCHEMA)).toBe(`/** A seat. */
export interface Seat {
  id: string;
  parent?: Seat;
}

export interface SeatAddedEventPayload {
  seat: Seat;
  before?: Seat | null;
  count: number;
  /** When it ends; <never> is null. */
  "expires-at"?: string | null;
  tags?: Array<"new" | "paid">;
  metadata?: Record<string, string>;
}

export interface SeatAddedEvent {
  eventCode: "seat.added";
  sample?: true;
  payload: SeatAddedEventPayload;
}
`);
  });

  it('are records in C#, with the names of the wire beside them', () => {
    const source = typeCode('csharp', 'seat.added', SCHEMA);
    expect(source).toContain('public sealed record SeatAddedEventPayload\n{');
    expect(source).toContain('    [JsonPropertyName("seat")]\n    public required Seat Seat { get; init; }');
    expect(source).toContain('    /// <summary>When it ends; &lt;never&gt; is null.</summary>\n    [JsonPropertyName("expires-at")]\n    public string? ExpiresAt { get; init; }');
    expect(source).toContain('public Seat? Before { get; init; }');
    expect(source).toContain('public required long Count { get; init; }');
    expect(source).toContain('public IReadOnlyList<string>? Tags { get; init; }');
    expect(source).toContain('public bool? Sample { get; init; }');
  });

  it('are dictionaries in Python, also with members that are no names there', () => {
    const source = typeCode('python', 'seat.added', SCHEMA);
    expect(source).toContain('class Seat(TypedDict):\n    """A seat."""\n    id: str\n    parent: NotRequired["Seat"]\n');
    expect(source).toContain('SeatAddedEventPayload = TypedDict("SeatAddedEventPayload", {\n');
    expect(source).toContain('    "expires-at": NotRequired[Union[str, None]],\n');
    expect(source).toContain('    eventCode: Literal["seat.added"]\n    sample: NotRequired[Literal[True]]\n');
  });

  it('say nothing of what the schema leaves open, and survive a schema that is none', () => {
    expect(typeCode('typescript', 'a.b', { type: 'object', properties: { any: {}, lost: { $ref: '#/$defs/nowhere' } } })).toContain('any?: unknown;\n  lost?: unknown;');
    expect(typeCode('typescript', 'a.b', true)).toBe('export interface ABEvent {\n}\n');
  });

  it('are named as every language allows', () => {
    expect(['license.key-rotated', 'seat_added', '2fa.on'].map(typeName)).toEqual(['LicenseKeyRotated', 'SeatAdded', 'Type2faOn']);
  });
});
