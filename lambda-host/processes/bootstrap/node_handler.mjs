// Finds the function's handler.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runtimeError } from './node_errors.mjs';
import { isStreaming } from './node_stream.mjs';

export function findRuntimeMajor() {
  return Number(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV ?? '')?.[1] ?? 20);
}

function isFile(name) {
  return fs.statSync(name, { throwIfNoEntry: false })?.isFile() ?? false;
}

// Whether the nearest package.json makes .js files ES modules.
function isModuleFolder(folder) {
  for (let at = folder; ; at = path.dirname(at)) {
    const file = path.join(at, 'package.json');
    if (isFile(file)) {
      try {
        return JSON.parse(fs.readFileSync(file, 'utf8')).type === 'module';
      } catch {
        return false;
      }
    }
    if (at === path.dirname(at)) return false;
  }
}

async function loadModule(folder, name) {
  const taskRoot = process.env.LAMBDA_TASK_ROOT;
  const require = createRequire(path.join(taskRoot, 'index.js'));
  const base = path.resolve(taskRoot, folder, name);
  if (isFile(base)) return require(base);
  if (isFile(`${base}.js`)) {
    if (!isModuleFolder(path.dirname(base))) return require(`${base}.js`);
    return import(pathToFileURL(`${base}.js`).href);
  }
  if (isFile(`${base}.mjs`)) return import(pathToFileURL(`${base}.mjs`).href);
  if (isFile(`${base}.cjs`)) return require(`${base}.cjs`);
  const paths = [taskRoot, path.join(taskRoot, folder)];
  return require(require.resolve(name, { paths }));
}

async function loadUserCode(folder, name) {
  try {
    return await loadModule(folder, name);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw runtimeError('UserCodeSyntaxError', String(error));
    }
    if (error?.code === 'MODULE_NOT_FOUND') {
      throw runtimeError('ImportModuleError', String(error));
    }
    throw error;
  }
}

// Handler names are FOLDER/FILE.EXPORT, where the export may be nested: "src/app.api.get".
export async function loadHandler(name) {
  if (name.includes('..')) {
    throw runtimeError(
      'MalformedHandlerName',
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const parts = /^([^.]*)\.(.+)$/.exec(path.basename(name));
  if (!parts) throw runtimeError('MalformedHandlerName', 'Bad handler');
  const module = await loadUserCode(path.dirname(name), parts[1]);
  const find = (from) => parts[2].split('.').reduce((at, key) => at?.[key], from);
  const handler = find(module) ?? find(module.default);
  if (handler === undefined || handler === null) {
    throw runtimeError('HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (typeof handler !== 'function') {
    throw runtimeError('HandlerNotFound', `${name} is not a function`);
  }
  if (!isStreaming(handler) && findRuntimeMajor() >= 24 && handler.length >= 3) {
    throw runtimeError(
      'CallbackHandlerDeprecated',
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
    );
  }
  return handler;
}
