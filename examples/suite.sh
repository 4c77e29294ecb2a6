#!/bin/sh
# Stands for a connector's own tests, in whatever language: here curl is the connector. It asks for
# a token, deposits an invoice and fails unless it is taken. The addresses are the real ones: the
# proxy and the root to trust are in variables that curl reads, and the rest begins with RACCORD_.
set -eu

token=$(
  curl --silent --show-error --fail --data @- "$RACCORD_PISTE_OAUTH_URL/api/oauth/token" <<END |
grant_type=client_credentials&client_id=$RACCORD_PISTE_CLIENT_ID&client_secret=$RACCORD_PISTE_CLIENT_SECRET&scope=openid
END
    cut -d '"' -f 4
)
account=$(printf %s "$RACCORD_CPRO_LOGIN:$RACCORD_CPRO_PASSWORD" | base64)
invoice=$(printf '<Invoice/>' | base64)
answer=$(
  curl --silent --show-error --fail --config - \
    --header 'Content-Type: application/json' \
    --data '{"fichierFlux":"'"$invoice"'","nomFichier":"F1.xml","syntaxeFlux":"IN_DP_E1_UBL_INVOICE"}' \
    "$RACCORD_PISTE_API_URL/cpro/factures/v1/deposer/flux" <<END
header = "Authorization: Bearer $token"
header = "cpro-account: $account"
END
)
echo "$answer"
case $answer in
  *'"codeRetour":0'*) ;;
  *) echo 'the invoice was not taken' >&2; exit 1 ;;
esac
