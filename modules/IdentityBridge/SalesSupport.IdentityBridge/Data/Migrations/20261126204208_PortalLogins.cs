using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.IdentityBridge.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class PortalLogins : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Login",
                table: "IdentityBridge_Users",
                maxLength: 255,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Mail",
                table: "IdentityBridge_Users",
                maxLength: 254,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Login",
                table: "IdentityBridge_Users");

            migrationBuilder.DropColumn(
                name: "Mail",
                table: "IdentityBridge_Users");
        }
    }
}
