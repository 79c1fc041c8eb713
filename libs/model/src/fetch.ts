/** What the set-up asks of llama.cpp's side: to fetch a base by URI, and what chat template a GGUF has. Services never download. */
import { type Digest, digestOfText } from '@pitcrew/contracts';
import { createModelDownloader, readGgufFileInfo } from 'node-llama-cpp';

/** Saves the file under `folder` and answers its path. What is already there in part is resumed. */
export async function fetchModel(uri: string, folder: string, onProgress: (share: number) => void): Promise<string> {
  const downloader = await createModelDownloader({
    modelUri: uri,
    dirPath: folder,
    onProgress: ({ totalSize, downloadedSize }) => onProgress(totalSize > 0 ? downloadedSize / totalSize : 0),
  });
  return downloader.download();
}

export async function chatTemplateOf(path: string): Promise<Digest | undefined> {
  const { metadata } = await readGgufFileInfo(path, { readTensorInfo: false, sourceType: 'filesystem' });
  const template = metadata.tokenizer?.chat_template;
  return template === undefined ? undefined : digestOfText(template);
}
