'use client';

import { Field } from '../../../components/forms/field';
import { Input, Textarea } from '../../../components/forms/input';
import { Segmented } from '../../../components/forms/segmented';

export interface LoginValues {
  username: string;
  method: 'password' | 'key';
  password: string;
  privateKey: string;
  passphrase: string;
  sudoPassword: string;
}

export const emptyLogin: LoginValues = {
  username: 'root',
  method: 'password',
  password: '',
  privateKey: '',
  passphrase: '',
  sudoPassword: '',
};

/** What the API is given of it: a password or a key. */
export function loginOf({ method, password, privateKey, passphrase, sudoPassword }: LoginValues) {
  if (method === 'password') return { password };
  return {
    privateKey,
    ...(passphrase === '' ? {} : { passphrase }),
    ...(sudoPassword === '' ? {} : { sudoPassword }),
  };
}

export interface LoginFieldsProps {
  values: LoginValues;
  onChange: (change: Partial<LoginValues>) => void;
  errorOf: (name: string) => string | undefined;
}

/** The login that is used once, to install Milepost’s own key. */
export function LoginFields({ values, onChange, errorOf }: LoginFieldsProps) {
  return (
    <>
      <Field label="User" hint="root, or a user with sudo." error={errorOf('username')}>
        {(control) => (
          <Input
            {...control}
            name="username"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={values.username}
            onChange={(event) => {
              onChange({ username: event.target.value });
            }}
          />
        )}
      </Field>
      <Segmented
        label="Log in with"
        value={values.method}
        onChange={(method) => {
          onChange({ method });
        }}
        options={[
          { value: 'password', label: 'Password' },
          { value: 'key', label: 'Private key' },
        ]}
      />
      {values.method === 'password' ? (
        <Field
          label="Password"
          hint="Used once to install Milepost’s own key, then deleted."
          error={errorOf('login.password') ?? errorOf('login')}
        >
          {(control) => (
            <Input
              {...control}
              name="login.password"
              type="password"
              autoComplete="new-password"
              value={values.password}
              onChange={(event) => {
                onChange({ password: event.target.value });
              }}
            />
          )}
        </Field>
      ) : (
        <>
          <Field
            label="Private key"
            hint="Used once to install Milepost’s own key, then deleted."
            error={errorOf('login.privateKey') ?? errorOf('login')}
          >
            {(control) => (
              <Textarea
                {...control}
                name="login.privateKey"
                rows={5}
                autoComplete="off"
                spellCheck={false}
                className="font-mono text-xs"
                placeholder="-----BEGIN OPENSSH PRIVATE KEY-----"
                value={values.privateKey}
                onChange={(event) => {
                  onChange({ privateKey: event.target.value });
                }}
              />
            )}
          </Field>
          <Field label="Passphrase" aside="if the key has one" error={errorOf('login.passphrase')}>
            {(control) => (
              <Input
                {...control}
                name="login.passphrase"
                type="password"
                autoComplete="new-password"
                value={values.passphrase}
                onChange={(event) => {
                  onChange({ passphrase: event.target.value });
                }}
              />
            )}
          </Field>
          <Field label="Password for sudo" aside="if sudo asks for one" error={errorOf('login.sudoPassword')}>
            {(control) => (
              <Input
                {...control}
                name="login.sudoPassword"
                type="password"
                autoComplete="new-password"
                value={values.sudoPassword}
                onChange={(event) => {
                  onChange({ sudoPassword: event.target.value });
                }}
              />
            )}
          </Field>
        </>
      )}
    </>
  );
}
