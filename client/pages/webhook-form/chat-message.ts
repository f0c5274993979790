/** A piece of a message as a chat shows it. */
export interface MessagePart {
  text: string;
  isLink: boolean;
}

const LINK = /<([^|<>]+)(?:\|([^<>]+))?>/g;

/** The line of a Slack or Discord body, with its links (`<url|words>`, `<url>`) as the chat shows them; nothing of a body of another kind. */
export function chatMessage(body: string): MessagePart[] {
  const line = lineOf(body);
  const parts: MessagePart[] = [];
  let end = 0;
  for (const match of line.matchAll(LINK)) {
    parts.push({ text: line.slice(end, match.index), isLink: false }, { text: match[2] ?? match[1] ?? '', isLink: true });
    end = match.index + match[0].length;
  }
  return [...parts, { text: line.slice(end), isLink: false }].filter(({ text }) => text !== '');
}

function lineOf(body: string): string {
  try {
    const { text, content } = JSON.parse(body) as { text?: unknown; content?: unknown };
    return [text, content].find((line): line is string => typeof line === 'string') ?? '';
  } catch {
    return '';
  }
}
