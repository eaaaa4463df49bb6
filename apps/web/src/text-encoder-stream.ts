/** The first half of a character that takes two code units. */
const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/**
 * Text in, UTF-8 out, as https://encoding.spec.whatwg.org/#interface-textencoderstream says. Node's own (20.20) walks through the
 * text unit by unit and adds them up again: 16 MB of garbage for a live message of half a megabyte, which was most of the console's
 * work while output came fast.
 */
export class QuickTextEncoderStream implements TextEncoderStream {
  readonly encoding = 'utf-8';
  readonly readable: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly writable: WritableStream<string>;

  constructor() {
    const encoder = new TextEncoder();
    let held = ''; // half a character, which waits for its other half
    ({ readable: this.readable, writable: this.writable } = new TransformStream<
      string,
      Uint8Array<ArrayBuffer>
    >({
      transform(chunk, controller) {
        const text = held + chunk;
        const whole = isHighSurrogate(text.charCodeAt(text.length - 1)) ? text.length - 1 : text.length;
        held = text.slice(whole);
        if (whole > 0) controller.enqueue(encoder.encode(text.slice(0, whole)));
      },
      flush(controller) {
        if (held !== '') controller.enqueue(encoder.encode(held));
      },
    }));
  }
}

/** tRPC and Next encode what they stream with the global one. */
export function quickenTextEncoderStream(): void {
  globalThis.TextEncoderStream = QuickTextEncoderStream;
}
