/**
 * What a tool of the back office is: a declared input and output, an effect class and a function over the tenant's
 * database. A tool refuses by throwing a Refusal; a refusal undoes the transaction around it, so a refused call was surely
 * not executed.
 */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

export type ToolCall<Input> = { readonly database: DatabaseSync; readonly input: Input; readonly now: Date };

/** An idempotent tool changes something, once for each idempotency key. */
export type Effect = 'read' | 'idempotent';

type Definition<Input extends z.ZodObject, Output extends z.ZodType> = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly effect: Effect;
  readonly input: Input;
  readonly output: Output;
  readonly run: (call: ToolCall<z.output<Input>>) => z.output<Output>;
};

export const JsonObject = z.record(z.string(), z.json());
export type JsonObject = z.infer<typeof JsonObject>;

export type Tool = Omit<Definition<z.ZodObject, z.ZodType>, 'run'> & {
  /** Parses the arguments, which may be anything, and runs the tool. */
  readonly perform: (call: ToolCall<unknown>) => JsonObject;
};

export function defineTool<I extends z.ZodObject, O extends z.ZodType>({ run, ...tool }: Definition<I, O>): Tool {
  return {
    ...tool,
    perform: (call) => {
      const input = tool.input.safeParse(call.input);
      return JsonObject.parse(run({ ...call, input: input.success ? input.data : refuseInput(explain(input.error)) }));
    },
  };
}

/** `input`: the arguments are wrong and another call may succeed. `logic`: the state of things forbids it, whatever the arguments. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly errorClass: 'input' | 'logic';
  constructor(errorClass: 'input' | 'logic', message: string) {
    super(message);
    this.errorClass = errorClass;
  }
}

export const refuseInput = (message: string): never => {
  throw new Refusal('input', message);
};
export const refuseLogic = (message: string): never => {
  throw new Refusal('logic', message);
};

const explain = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message)).join('; ');
