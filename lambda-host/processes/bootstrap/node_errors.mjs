// What Lambda makes of whatever a handler throws.
import util from 'node:util';

// An error of the runtime's own making: its class is `kind`, its name "Runtime.KIND".
export function runtimeError(kind, message) {
  const { [kind]: Kind } = { [kind]: class extends Error {} }; // the class takes the key's name
  Kind.prototype.name = `Runtime.${kind}`;
  return new Kind(message);
}

// Errors of another realm, and what looks like one, count as well.
function isError(value) {
  if (util.types.isNativeError(value) || value instanceof Error) return true;
  const isText = (text) => typeof text === 'string' && text !== '';
  return isText(value?.name) && isText(value.message) && isText(value.stack);
}

export function intoError(value) {
  if (value instanceof Error) return value;
  try {
    return new Error(value);
  } catch {
    return new Error(util.inspect(value)); // a symbol, or an object without a text
  }
}

const escapeDelete = (text) => text?.replaceAll('\x7f', '%7F');

// What the function's caller gets to see.
export function errorAnswer(error) {
  try {
    if (!isError(error)) {
      return { errorType: typeof error, errorMessage: error.toString(), trace: [] };
    }
    return {
      errorType: escapeDelete(error.name),
      errorMessage: escapeDelete(error.message),
      trace: escapeDelete(error.stack)?.split('\n') ?? [],
    };
  } catch {
    const errorMessage =
      'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack';
    return { errorType: 'handled', errorMessage };
  }
}

// For JSON.stringify: errors, which have nothing enumerable of their own, as the text log shows them.
export function textReplacer(_, value) {
  if (!(value instanceof Error)) return value;
  const { name, message, code, stack } = value;
  const shown = { errorType: name, errorMessage: message, code, ...value };
  if (typeof stack === 'string') shown.stack = stack.split('\n');
  return shown;
}

// The same, as the JSON log shows them.
export function errorMembers(error) {
  const { message, stack } = error;
  return {
    errorType: error.constructor?.name ?? 'UnknownError',
    errorMessage: message,
    stackTrace: typeof stack === 'string' ? stack.split('\n') : [],
  };
}

export function jsonReplacer(_, value) {
  return value instanceof Error ? { ...errorMembers(value), ...value } : value;
}
