import { AppError } from './app-error';

export function notImplemented(): never {
  throw new AppError('SERVICE_UNAVAILABLE', 'This is not built yet.');
}
