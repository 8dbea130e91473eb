import { z } from 'zod';

const line = z.string().regex(/^[^\r\n]*$/, { error: 'must be one line' });
const replace = z.tuple([z.string().min(1), z.string()]).describe('Text that stands there, and what stands there then');
const edit = z.strictObject({
  append: z.string().min(1).optional().describe('Lines that are put at the end'),
  replace: replace.optional(),
});

/** The kinds of change that a mutant can be; each has exactly one of them. */
const changeShape = {
  remove: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Paths that are taken away, from the image or the context'),
  plant: z
    .record(z.string().min(1), z.string())
    .optional()
    .describe('Files that are put into the image or the context, by path, with their text'),
  env: z
    .record(z.string().regex(/^[^=\0]+$/), z.union([z.string(), z.number().transform(String), z.null()]))
    .optional()
    .describe('Variables that are set otherwise; null takes one away'),
  user: z
    .union([z.string().min(1), z.int().min(0).transform(String)])
    .optional()
    .describe('Who runs it'),
  network: z.literal('none').optional().describe('Without a network'),
  command: line
    .regex(/^(?:exit [0-9]{1,3}|print .*)$/, { error: 'must be `exit CODE` or `print TEXT`' })
    .optional()
    .describe('In place of the command that the criterion runs: `exit CODE` or `print TEXT`'),
  replace: line
    .regex(/^(?:sleep|exit [0-9]{1,3})$/, { error: 'must be `sleep` or `exit CODE`' })
    .optional()
    .describe('In place of the service: `sleep` or `exit CODE`'),
  dockerfile: edit.optional().describe('An edit of the Dockerfile'),
  ignore: edit.optional().describe('An edit of the ignore file'),
  compose: z.strictObject({ replace }).optional().describe('An edit of the compose files'),
};

export type ChangeName = keyof typeof changeShape;

export const changeNames = Object.keys(changeShape) as readonly ChangeName[]; // the keys of what stands above

/** `mutants:` of a criterion. */
export const ownMutants = z
  .array(
    z.strictObject({
      title: line.min(1).optional().describe('What is otherwise, for the kill matrix'),
      reason: z.string().min(1).optional().describe("Reason code that must come back; default: the check's first"),
      ...changeShape,
    }),
  )
  .min(1);

export type WrittenMutant = z.output<typeof ownMutants>[number];
export type WrittenEdit = z.output<typeof edit>;
