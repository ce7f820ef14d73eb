// The standard's error codes with the description that an Erro message must carry
// (EMV 3DS 2.2.0, table A.4).

export const errorDescriptions = {
  '101': 'Message received is not valid for the receiving component.',
  '102': 'Message version number received is not supported by the receiving component.',
  '103': 'Maximum number of PReq messages sent to the DS has been exceeded.',
  '201': 'A message element required as defined in the specification is missing.',
  '202': 'A critical message extension is not recognised.',
  '203': 'The format of one or more data elements is not valid per the specification.',
  '204': 'A data element is present more than once.',
  '301': 'The transaction id received is not recognised by the receiving component.',
  '302': 'Data could not be decrypted.',
  '303': 'Access denied, or the endpoint is not valid.',
  '304': 'An ISO country or currency code is not valid.',
  '305': 'Transaction data is not valid for the receiving component.',
  '306': 'The merchant category code is not valid for the payment system.',
  '307': 'The serial number is not valid.',
  '402': 'The transaction timed out.',
  '403': 'A transient system failure: the message may be sent again.',
  '404': 'A permanent system failure.',
  '405': 'The connection to the receiving component could not be made.',
} as const;

export type ErrorCode = keyof typeof errorDescriptions;
