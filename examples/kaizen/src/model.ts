import type { ModelConfig } from './config.ts';

const ANSWER_LIMIT_BYTES = 4_000_000;

export interface Prompt {
  readonly model: string;
  readonly instructions: string;
  readonly task: string;
}

/** Asks the configured endpoint. Rejects with a reason that is fit for the caller and the log. */
export async function askModel({ api, baseUrl, apiKey, timeoutMs }: ModelConfig, { model, instructions, task }: Prompt): Promise<string> {
  const messages = [...(instructions === '' ? [] : [{ role: 'system', content: instructions }]), { role: 'user', content: task }];
  const [path, body] =
    api === 'ollama'
      ? ['/api/chat', { model, messages, stream: false, options: { temperature: 0 } }]
      : ['/chat/completions', { model, messages, temperature: 0 }];
  const response = await fetch(`${baseUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` }) },
    body: JSON.stringify(body),
    redirect: 'error', // the key is for this address only
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await readLimited(response);
  if (!response.ok) throw new Error(`the model endpoint answered ${response.status}`);
  const answer = contentOf(text);
  if (answer === null) throw new Error('the model endpoint answered something else than a completion');
  return answer;
}

async function readLimited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.length;
    if (sizeBytes > ANSWER_LIMIT_BYTES) throw new Error(`the model endpoint answered more than ${ANSWER_LIMIT_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** `message.content` of Ollama's answer, or of the first of OpenAI's choices. */
function contentOf(text: string): string | null {
  try {
    const answer = JSON.parse(text) as { message?: { content?: unknown }; choices?: readonly { message?: { content?: unknown } }[] } | null;
    const content = answer?.message?.content ?? answer?.choices?.[0]?.message?.content;
    return typeof content === 'string' ? content : null;
  } catch {
    return null;
  }
}
