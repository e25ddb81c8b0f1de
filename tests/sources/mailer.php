<?php

declare(strict_types=1);

namespace App\Mail;

use InvalidArgumentException;
use Psr\Log\LoggerInterface;
use RuntimeException;

final class Mailer
{
    private array $headers = [];

    public function __construct(
        private Transport $transport,
        private LoggerInterface $logger,
        private string $sender = 'noreply@example.org',
    ) {
    }

    public function withHeader(string $name, string $value): self
    {
        $copy = clone $this;
        $copy->headers[$name] = trim($value);

        return $copy;
    }

    public function send(string $to, string $subject, string $body): bool
    {
        if (!filter_var($to, FILTER_VALIDATE_EMAIL)) {
            throw new InvalidArgumentException("Not an address: {$to}");
        }

        $message = [
            'from' => $this->sender,
            'to' => $to,
            'subject' => htmlspecialchars($subject),
            'body' => $body,
        ];

        foreach ($this->headers as $name => $value) {
            $message['headers'][] = sprintf('%s: %s', $name, $value);
        }

        try {
            $this->transport->deliver($message);
        } catch (RuntimeException $exception) {
            $this->logger->error('Mail was not sent', ['to' => $to, 'reason' => $exception->getMessage()]);

            return false;
        }

        return true;
    }
}
