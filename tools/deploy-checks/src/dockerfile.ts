/** A Dockerfile as its stages: what each is made from, what it copies from the context, and the commands that it runs. */
import { DockerfileParser } from 'dockerfile-ast';

export type Copy = { readonly from: readonly string[]; readonly to: string };

export type Stage = {
  readonly name: string;
  readonly from: string;
  /** Of COPY, without those from another stage. */
  readonly copies: readonly Copy[];
  /** The commands of RUN, without its flags. */
  readonly commands: readonly string[];
  readonly user: string | undefined;
};

type Growing = { -readonly [Key in keyof Stage]: Stage[Key] extends readonly (infer Item)[] ? Item[] : Stage[Key] };

export function parseStages(text: string): readonly Stage[] {
  const stages: Growing[] = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const words = instruction.getArguments().map((argument) => argument.getValue());
    const stage = stages.at(-1);
    switch (instruction.getKeyword()) {
      case 'FROM':
        stages.push({ name: words[2] ?? '', from: words[0] ?? '', copies: [], commands: [], user: undefined });
        break;
      case 'COPY':
        if (!words[0]?.startsWith('--from=')) stage?.copies.push({ from: words.slice(0, -1), to: words.at(-1) ?? '' });
        break;
      case 'RUN':
        stage?.commands.push((instruction.getArgumentsContent() ?? '').replace(/^(--\S+\s+)+/, ''));
        break;
      case 'USER':
        if (stage !== undefined) stage.user = words[0];
        break;
    }
  }
  return stages;
}
