<Query Kind="SQL">
  <Connection>
    <ID>6f0a6d0e-2f7c-4c43-9d55-0d0f4be2a113</ID>
  </Connection>
</Query>

SELECT c.name, SUM(l.amount * l.price) AS total
FROM customers c
JOIN orders o ON o.customer_id = c.id
JOIN order_lines l ON l.order_id = o.id
WHERE o.closed IS NOT NULL
GROUP BY c.name
HAVING SUM(l.amount * l.price) > 1000
ORDER BY total DESC
