import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { version } from '../package.json';
import type { Embeddings } from './embeddings.ts';
import { type Log, reasonOf } from './log.ts';
import { STEP_STATUSES, type Store } from './store.ts';

export interface Backends {
  readonly store: Store;
  readonly embeddings: Embeddings;
  readonly log: Log;
}

const content = z.string().trim().min(1).max(8_000);
const name = z.string().trim().min(1).max(200);
const tag = z.string().trim().min(1).max(64);
const limit = z.number().int().min(1).max(100);

const memory = z.object({ id: z.number(), content: z.string(), tags: z.array(z.string()), createdAt: z.string() });
const step = z.object({
  id: z.number(),
  workflow: z.string(),
  step: z.string(),
  status: z.enum(STEP_STATUSES),
  detail: z.string().optional(),
  recordedAt: z.string(),
});

/** An MCP server with all tools. The endpoint is stateless, so that every request gets its own. */
export function createMcpServer({ store, embeddings, log }: Backends): McpServer {
  const server = new McpServer({ name: 'tmws', version });

  server.registerTool(
    'store_memory',
    {
      description: 'Store a memory, to be found again by its meaning',
      inputSchema: { content, tags: z.array(tag).max(20).default([]) },
      outputSchema: { memory },
    },
    ({ content, tags }) =>
      answer('store_memory', async () => {
        const embedding = await embeddings.embed(content, 'passage');
        return { memory: store.addMemory(content, [...new Set(tags)], embeddings.model, embedding) };
      }),
  );

  server.registerTool(
    'search_memories',
    {
      description: 'Find the memories nearest in meaning to a query, best first',
      inputSchema: { query: content, limit: limit.default(5), tag: tag.optional() },
      outputSchema: { memories: z.array(memory.extend({ score: z.number().describe('Cosine, -1 to 1') })) },
      annotations: { readOnlyHint: true },
    },
    ({ query, limit, tag }) =>
      answer('search_memories', async () => {
        const embedding = await embeddings.embed(query, 'query');
        return { memories: store.searchMemories(embedding, embeddings.model, limit, tag) };
      }),
  );

  server.registerTool(
    'list_memories',
    {
      description: 'List memories, the newest first',
      inputSchema: { limit: limit.default(20), beforeId: z.number().int().positive().optional().describe('Last id of the page before') },
      outputSchema: { memories: z.array(memory) },
      annotations: { readOnlyHint: true },
    },
    ({ limit, beforeId }) => answer('list_memories', () => ({ memories: store.listMemories(limit, beforeId) })),
  );

  server.registerTool(
    'record_workflow_step',
    {
      description: 'Record that a step of a workflow reached a status',
      inputSchema: { workflow: name, step: name, status: z.enum(STEP_STATUSES), detail: content.optional() },
      outputSchema: { step },
    },
    (recorded) => answer('record_workflow_step', () => ({ step: store.addStep(recorded) })),
  );

  server.registerTool(
    'list_workflow_steps',
    {
      description: 'List the recorded steps of a workflow, in the order in which they were recorded',
      inputSchema: { workflow: name, limit: limit.default(50) },
      outputSchema: { steps: z.array(step) },
      annotations: { readOnlyHint: true },
    },
    ({ workflow, limit }) => answer('list_workflow_steps', () => ({ steps: store.listSteps(workflow, limit) })),
  );

  /** A failure is told to the agent as the tool's result, and to the operator in the log. */
  async function answer(tool: string, work: () => Promise<Record<string, unknown>> | Record<string, unknown>) {
    const started = performance.now();
    try {
      const result = await work();
      log('INFO', 'tool called', { tool, elapsedMs: Math.round(performance.now() - started) });
      return { content: [{ type: 'text' as const, text: JSON.stringify(result) }], structuredContent: result };
    } catch (thrown) {
      const reason = reasonOf(thrown);
      log('ERROR', 'tool failed', { tool, reason });
      return { isError: true, content: [{ type: 'text' as const, text: `${tool} failed: ${reason}` }] };
    }
  }

  return server;
}
