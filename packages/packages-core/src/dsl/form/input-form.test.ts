import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { inputForm } from '../input';
import { samplePackage } from '../testing/sample-package';

describe('a form', () => {
  const rest = {
    description: null,
    unit: null,
    advanced: false,
    options: null,
    generate: null,
    example: null,
    integer: false,
  };

  test('has a field for each of the input, in order, as JSON', () => {
    const form = inputForm(samplePackage);
    expect(JSON.parse(JSON.stringify(form))).toEqual([
      {
        ...rest,
        name: 'port',
        integer: true,
        title: 'Port',
        description: 'TCP.',
        type: 'number',
        required: false,
        default: 80,
        min: 1,
        max: 65_535,
      },
      {
        ...rest,
        name: 'ratio',
        title: 'Ratio',
        type: 'number',
        required: false,
        advanced: true,
        default: 0.5,
        min: 0,
        max: 1,
      },
      {
        ...rest,
        name: 'name',
        title: 'Name',
        type: 'text',
        required: true,
        default: null,
        min: 2,
        max: 8,
        example: 'web',
      },
      {
        ...rest,
        name: 'text',
        title: 'Text',
        type: 'textarea',
        required: false,
        default: null,
        min: null,
        max: 100,
      },
      {
        ...rest,
        name: 'tls',
        title: 'TLS',
        type: 'boolean',
        required: false,
        default: false,
        min: null,
        max: null,
      },
      {
        ...rest,
        name: 'mode',
        title: 'Mode',
        type: 'select',
        required: false,
        default: 'safe',
        min: null,
        max: null,
        options: [
          { value: 'fast', label: 'Fast one' },
          { value: 'safe', label: 'safe' },
        ],
      },
      {
        ...rest,
        name: 'password',
        title: 'Password',
        type: 'secret',
        required: true,
        default: null,
        min: 16,
        max: 256,
        generate: { length: 32 },
      },
      {
        ...rest,
        name: 'token',
        title: 'Token',
        type: 'secret',
        required: false,
        default: null,
        min: 1,
        max: 256,
      },
      {
        ...rest,
        name: 'memory',
        integer: true,
        title: 'Memory',
        type: 'number',
        required: false,
        unit: 'MB',
        default: 32,
        min: 16,
        max: 64,
      },
    ]);
  });

  test('the form of an uninstall without options is empty', () => {
    expect(inputForm(samplePackage, 'uninstall')).toEqual([]);
  });

  test('cannot hold what no field can', () => {
    const union = { ...samplePackage, input: z.object({ a: z.union([z.string(), z.number()]) }) };
    expect(() => inputForm(union)).toThrow('No form field can hold a');
  });
});
